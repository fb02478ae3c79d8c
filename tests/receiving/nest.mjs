// A controller of NestJS, without the syntax of decorators.

import 'reflect-metadata';
import { All, Controller, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** Starts an application of NestJS with a receiver. */
export async function startNest(receive, options) {
  class WebhookController {
    handle(request, response) {
      return receive(request, response);
    }
  }
  Controller('webhook')(WebhookController);
  const descriptor = Object.getOwnPropertyDescriptor(WebhookController.prototype, 'handle');
  All()(WebhookController.prototype, 'handle', descriptor);
  Req()(WebhookController.prototype, 'handle', 0);
  Res()(WebhookController.prototype, 'handle', 1);
  class AppModule {}
  Module({ controllers: [WebhookController] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false, ...options });
  // The default limit of the parsers is 100 kB.
  for (const type of ['json', 'urlencoded']) app.useBodyParser(type, { limit: '1mb' });
  await app.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${app.getHttpServer().address().port}/webhook`,
    close: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
    },
  };
}
