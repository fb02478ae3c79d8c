// What the senders send that have to do with code, chats, meetings, files and patients. See bodies.mjs.

const json = (style, value) => ({ type: 'application/json', style, value });
const pairs = (value) => ({ type: 'application/x-www-form-urlencoded', pairs: value });
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

const githubUser = (r, w) => {
  const login = w.page.split('/')[0] + r.hex(4);
  const id = r.int(1_000_000, 99_999_999);
  return {
    login,
    id,
    node_id: `MDQ6VXNlcj${r.alnum(8)}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    url: `https://api.github.com/users/octo-${r.hex(4)}`,
    type: 'User',
    user_view_type: 'public',
    site_admin: false,
  };
};

const githubRepository = (r, w) => {
  const name = `shop-${r.hex(4)}`;
  const api = `https://api.github.com/repos/octo-org/${name}`;
  return {
    id: r.int(10_000_000, 900_000_000),
    node_id: `R_kgDO${r.alnum(8)}`,
    name,
    full_name: `octo-org/${name}`,
    private: true,
    html_url: `https://github.com/octo-org/${name}`,
    description: w.note,
    fork: false,
    url: api,
    hooks_url: `${api}/hooks`,
    events_url: `${api}/events`,
    commits_url: `${api}/commits{/sha}`,
    trees_url: `${api}/git/trees{/sha}`,
    size: r.int(100, 90_000),
    stargazers_count: r.int(0, 400),
    language: 'TypeScript',
    license: null,
    topics: [],
    visibility: 'private',
    default_branch: 'main',
  };
};

const githubCommit = (r, w, index) => ({
  id: r.hex(40),
  tree_id: r.hex(40),
  distinct: true,
  message: `${w.note} (#${r.int(10, 900)})`,
  timestamp: `2026-10-${10 + index}T09:1${index}:22+02:00`,
  url: `https://github.com/octo-org/shop/commit/${r.hex(40)}`,
  author: { name: w.name, email: 'dev@example.com', username: 'octo-dev' },
  committer: { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' },
  added: [],
  removed: [],
  modified: times(3, () => `src/${r.pick(['cart', 'mail', 'stock'])}/${r.hex(6)}.ts`),
});

const slackUser = (r) => `U0${r.upper(9)}`;

export const bodies = {
  github: {
    ping: json('js', (r, w) => ({
      zen: 'Keep it logically awesome.',
      hook_id: r.int(100_000_000, 600_000_000),
      hook: {
        type: 'Repository',
        name: 'web',
        active: true,
        events: ['push'],
        config: { content_type: 'json', insecure_ssl: '0', url: 'https://example.com/hooks' },
      },
      sender: githubUser(r, w),
    })),
    issue: json('js', (r, w) => ({
      action: r.pick(['opened', 'closed', 'reopened']),
      issue: {
        url: `https://api.github.com/repos/octo-org/shop/issues/${r.int(2, 900)}`,
        id: r.int(1_000_000_000, 2_900_000_000),
        number: r.int(2, 900),
        title: w.note,
        user: githubUser(r, w),
        labels: [],
        state: 'open',
        assignee: null,
        assignees: [],
        comments: 0,
        body: `${w.name} (${w.city}):\n\n> ${w.note}\n`,
        reactions: { total_count: 0, '+1': 0, '-1': 0 },
      },
      repository: githubRepository(r, w),
      sender: githubUser(r, w),
    })),
    push: json('js', (r, w) => ({
      ref: 'refs/heads/main',
      before: r.hex(40),
      after: r.hex(40),
      repository: githubRepository(r, w),
      pusher: { name: w.name, email: 'dev@example.com' },
      created: false,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `https://github.com/octo-org/shop/compare/${r.hex(12)}...${r.hex(12)}`,
      commits: times(6, (index) => githubCommit(r, w, index)),
      head_commit: githubCommit(r, w, 9),
      sender: githubUser(r, w),
    })),
    form: pairs((r, w) => [
      [
        'payload',
        JSON.stringify({
          action: 'created',
          comment: {
            id: r.int(1_000_000, 99_000_000),
            body: w.note,
            user: { login: `octo-${r.hex(4)}`, type: 'User' },
          },
          repository: {
            id: r.int(1_000_000, 99_000_000),
            full_name: 'octo-org/shop',
            html_url: 'https://github.com/octo-org/shop',
          },
        }),
      ],
    ]),
  },
  slack: {
    event: json('php', (r, w) => ({
      token: r.alnum(24),
      team_id: `T0${r.upper(9)}`,
      api_app_id: `A0${r.upper(9)}`,
      event: {
        type: 'app_mention',
        user: slackUser(r),
        text: `<@${slackUser(r)}> ${w.note}`,
        ts: `17890${r.digits(5)}.${r.digits(6)}`,
        channel: `C0${r.upper(9)}`,
        permalink: `https://northwind.slack.com/archives/C0${r.upper(9)}/p17890${r.digits(11)}`,
        blocks: [
          { type: 'rich_text', block_id: r.alnum(5), elements: [{ type: 'text', text: `${w.name}, ${w.city}` }] },
        ],
      },
      type: 'event_callback',
      event_id: `Ev0${r.upper(9)}`,
      event_time: r.int(1_781_000_000, 1_794_000_000),
      authorizations: [],
      is_ext_shared_channel: false,
      event_context: `4-${r.alnum(60)}`,
    })),
    command: pairs((r, w) => [
      ['token', r.alnum(24)],
      ['team_id', `T0${r.upper(9)}`],
      ['team_domain', 'northwind'],
      ['channel_id', `C0${r.upper(9)}`],
      ['channel_name', 'general'],
      ['user_id', slackUser(r)],
      ['user_name', 'jane'],
      ['command', '/deliver'],
      ['text', w.note],
      ['api_app_id', `A0${r.upper(9)}`],
      ['is_enterprise_install', 'false'],
      ['response_url', `https://hooks.slack.com/commands/T0${r.upper(9)}/${r.digits(12)}/${r.alnum(24)}`],
      ['trigger_id', `${r.digits(12)}.${r.digits(11)}.${r.hex(32)}`],
    ]),
    button: pairs((r, w) => [
      [
        'payload',
        JSON.stringify({
          type: 'block_actions',
          user: { id: slackUser(r), username: 'jane', team_id: `T0${r.upper(9)}` },
          api_app_id: `A0${r.upper(9)}`,
          container: { type: 'message', message_ts: `17890${r.digits(5)}.${r.digits(6)}` },
          trigger_id: `${r.digits(12)}.${r.hex(32)}`,
          actions: [
            {
              action_id: 'approve',
              block_id: r.alnum(5),
              text: { type: 'plain_text', text: w.note },
              value: `order-${r.digits(6)}`,
              type: 'button',
            },
          ],
        }),
      ],
    ]),
  },
  zoom: {
    meeting: json('js', (r, w) => ({
      payload: {
        account_id: r.alnum(22),
        object: {
          uuid: `${r.alnum(22)}==`,
          id: r.digits(11),
          type: 2,
          topic: w.note,
          host_id: r.alnum(22),
          duration: 45,
          start_time: '2026-10-13T07:00:00Z',
          timezone: 'Europe/Madrid',
          participant: { user_name: w.name, email: '' },
        },
      },
      event_ts: r.int(1_781_000_000_000, 1_794_000_000_000),
      event: 'meeting.participant_joined',
    })),
    recording: json('js', (r, w) => ({
      event: 'recording.completed',
      payload: {
        account_id: r.alnum(22),
        object: {
          uuid: `${r.alnum(22)}==`,
          topic: `${w.company} ${w.city}`,
          total_size: r.int(1_000_000, 900_000_000),
          share_url: `https://zoom.us/rec/share/${r.alnum(32)}`,
          recording_files: times(4, (index) => ({
            id: r.uuid(),
            file_type: ['MP4', 'M4A', 'CHAT', 'VTT'][index],
            file_size: r.int(1000, 9_000_000),
            play_url: `https://zoom.us/rec/play/${r.alnum(40)}`,
            status: 'completed',
          })),
        },
      },
      download_token: `${r.alnum(40)}.${r.alnum(80)}`,
      event_ts: r.int(1_781_000_000_000, 1_794_000_000_000),
    })),
  },
  box: {
    upload: json('js', (r, w) => ({
      type: 'webhook_event',
      id: r.uuid(),
      created_at: '2026-10-26T02:28:25-07:00',
      trigger: 'FILE.UPLOADED',
      webhook: { id: r.digits(7), type: 'webhook' },
      created_by: { type: 'user', id: r.digits(10), name: w.name, login: 'jane@example.com' },
      source: {
        id: r.digits(12),
        type: 'file',
        sequence_id: '0',
        etag: '0',
        sha1: r.hex(40),
        name: `${w.note}.pdf`,
        size: r.int(1000, 900_000),
        path_collection: { total_count: 1, entries: [{ type: 'folder', id: '0', sequence_id: null, name: w.company }] },
        shared_link: null,
        tags: [],
        parent: { type: 'folder', id: r.digits(11), name: w.city },
        item_status: 'active',
      },
      additional_info: [],
    })),
  },
  awell: {
    pathway: json('js', (r, w) => ({
      event: 'pathway.started',
      timestamp: '2026-10-30T14:21:07.000Z',
      pathway: {
        id: r.alnum(20),
        pathway_definition_id: r.alnum(12),
        pathway_title: w.note,
        patient_id: r.alnum(20),
        start_date: '2026-10-30T14:21:06.512Z',
        tenant_id: r.alnum(21),
        patient_identifiers: [{ system: 'https://www.elationhealth.com/', value: r.digits(15) }],
      },
      start_date: '2026-10-30T14:21:06.512Z',
    })),
    activity: json('js', (r, w) => ({
      event: 'activity.created',
      timestamp: '2026-11-01T06:02:44.101Z',
      activity: {
        id: r.alnum(20),
        status: 'ACTIVE',
        action: 'ASSIGNED',
        date: '2026-11-01T06:02:43.977Z',
        subject: { id: null, type: 'awell', name: 'Awell' },
        object: { id: r.alnum(12), type: 'form', name: w.note },
        indirect_object: { id: r.alnum(20), type: 'patient', name: w.name },
        sub_activities: [],
        track: { id: r.alnum(12), title: w.city },
        context: { instance_id: r.alnum(20), pathway_id: r.alnum(20), step_id: r.alnum(20) },
        resolution: null,
      },
      pathway: { id: r.alnum(20), tenant_id: r.alnum(21) },
    })),
  },
  discord: {
    command: json('js', (r, w) => ({
      app_permissions: '442368',
      application_id: r.digits(18),
      type: 2,
      id: r.digits(19),
      token: r.alnum(120),
      version: 1,
      channel_id: r.digits(19),
      data: { id: r.digits(19), name: 'deliver', options: [{ name: 'note', type: 3, value: w.note }], type: 1 },
      locale: 'en-GB',
      member: {
        nick: w.name,
        roles: [],
        user: { id: r.digits(18), username: 'jane', avatar: r.hex(32), discriminator: '0' },
      },
      entitlements: [],
    })),
    ping: json('js', (r) => ({
      application_id: r.digits(18),
      id: r.digits(19),
      token: r.alnum(60),
      type: 1,
      user: null,
      version: 1,
    })),
  },
};
