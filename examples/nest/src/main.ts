import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { UsersService } from './users.service.js';
import { WebhookController } from './webhook.controller.js';

@Module({ controllers: [WebhookController], providers: [UsersService] })
class AppModule {}

// The parsers of Nest read every body. `rawBody` keeps the bytes for the receiver.
const app = await NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true });
// Their default limit is 100 kB.
app.useBodyParser('json', { limit: '1mb' });
await app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
console.log(`listening on ${await app.getUrl()}`);
