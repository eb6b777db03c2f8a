import type { AtomService, Names, Route } from '../../src/system/system.ts';

export type CustomRoute = Extract<Route, { readonly op: 'custom' }>;

export function customRoutesOf(service: AtomService): readonly CustomRoute[] {
  return service.routes.filter((route): route is CustomRoute => route.op === 'custom');
}

/** `supplierApprove`: the operation of a model, which is also the name of the user's function and of its file. */
export function operationName(route: CustomRoute): Names {
  const model = route.model;
  const { operation } = route;
  const lower = model.charAt(0).toLowerCase() + model.slice(1);
  const kebab = model.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return {
    pascal: model + operation.pascal,
    camel: lower + operation.pascal,
    snake: `${kebab.replaceAll('-', '_')}_${operation.snake}`,
    kebab: `${kebab}-${operation.kebab}`,
    title: operation.title,
  };
}

/** Whether it is about one of the model, named by the path. */
export function isAboutOne(route: CustomRoute): boolean {
  return route.path.includes('{id}');
}
