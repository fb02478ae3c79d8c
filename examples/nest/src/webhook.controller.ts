import { All, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { webhook } from 'hookwright/node';
import { UsersService } from './users.service.js';

@Controller('webhook')
export class WebhookController {
  readonly #receive: (request: Request, response: Response) => Promise<void>;

  constructor(users: UsersService) {
    this.#receive = webhook({
      provider: 'generic',
      secrets: process.env.WEBHOOK_SECRET ?? '',
      on: {
        'user.created': async ({ data }) => {
          if (data !== null) await users.add({ id: data.id, name: data.name ?? '' });
        },
      },
    });
  }

  // The receiver answers with the response itself, so this method uses `@Res()`.
  @All()
  receive(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.#receive(request, response);
  }
}
