// Writes `httpie.json`: what HTTPie makes of commands. Usage: `node record-httpie.mjs`, with HTTPie's `http` in the path.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const http = process.env.HTTPIE ?? 'http';
const environment = { ...process.env, HTTPIE_CONFIG_DIR: '/nonexistent' };

const commands = [
  "http POST example.org/x 'X-A:b c' a=b 'n:=[1,{\"k\":\"é\"}, 1.0, null]' 'u=é\"x😀' 'e:={}'",
  "http -f :3000/x 'a=b c&é' 'd\\=e=f' q==1",
  "http --form POST https://example.org/p?x=1 a=1 a=2 'q==b c'",
  'http PUT example.org/ --raw \'{"a": 1}\'',
  "http example.org/ a:=1 'b[c]=d' 'b[e][]=f' 'b[e][]:=2'",
  'http PATCH example.org/ "X-Empty;" X-Gone: a=b',
  "http example.org/ Content-Type:application/vnd.api+json a='b\\:c'",
  'http -a user:pass example.org/get',
  'http --json POST :/path',
  "https example.org/ 'a=line 1\nline 2\ttab \\\\ \u0007'",
  'http DELETE example.org/ Authorization:"Bearer x"',
  'http POST example.org/ "text=it\'s"',
];

const record = (command) => {
  const [program, ...rest] = command.split(' ');
  const offline = `${program === 'https' ? '"$HTTP" --default-scheme=https' : '"$HTTP"'} --ignore-stdin --offline --print=HB`;
  return {
    command,
    request: execFileSync('bash', ['-c', `${offline} ${rest.join(' ')}`], {
      env: { ...environment, HTTP: http },
      encoding: 'utf8',
    }),
  };
};

const version = execFileSync(http, ['--version'], { encoding: 'utf8' }).trim();
const file = { source: `HTTPie ${version}, https://pypi.org/project/httpie/`, tests: commands.map(record) };
writeFileSync(new URL('httpie.json', import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
