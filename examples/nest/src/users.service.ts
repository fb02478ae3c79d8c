import { appendFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';

@Injectable()
export class UsersService {
  async add(user: { id: string; name: string }): Promise<void> {
    await appendFile('users.jsonl', `${JSON.stringify(user)}\n`);
  }
}
