import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    readonly database: { readonly user: string; readonly password: string };
  }
}

export function createApp(environment?: string): Promise<FastifyInstance>;
