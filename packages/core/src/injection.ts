/**
 * The one door to tsyringe: everybody who injects, third parties included, shares this copy and so its
 * type information.
 */

import { container, inject, injectable, Lifecycle } from '#commonjs';
import type {
  ClassProvider,
  DependencyContainer,
  FactoryProvider,
  InjectionToken,
  ValueProvider,
} from 'tsyringe';

export { container, inject, injectable, Lifecycle };
export type { DependencyContainer, InjectionToken };

/**
 * Registers a plugin's default for a token only where nobody up the chain has registered one:
 * plugins provide, applications decide. A class is constructed once for each container and, where it
 * has `dispose()`, disposed with it.
 */
export function provideDefault<T>(
  target: DependencyContainer,
  token: InjectionToken<T>,
  provider: ClassProvider<T> | FactoryProvider<T> | ValueProvider<T>,
): void {
  if (target.isRegistered(token, true)) return;
  if ('useClass' in provider) {
    target.register(token, provider, { lifecycle: Lifecycle.Singleton });
  } else if ('useFactory' in provider) {
    target.register(token, provider);
  } else {
    target.register(token, provider);
  }
}
