export { rotatePostgres } from './postgres.js';
export type { PostgresPool } from './postgres.js';
export { rotateMysql } from './mysql.js';
export type { CallbackPool, MysqlPool } from './mysql.js';
export { passwordOnly, rdsSettings } from './settings.js';
export type { ConnectionSettings, SettingsOf } from './settings.js';
