/** What `commonjs.ts` exports, as bundlers understand it. */

import 'reflect-metadata';
import jsonpointerPackage from 'jsonpointer';
import * as losslessJsonPackage from 'lossless-json';

export { container, inject, injectable, Lifecycle } from 'tsyringe';

export const jsonpointer = () => jsonpointerPackage;

export const losslessJson = () => losslessJsonPackage;
