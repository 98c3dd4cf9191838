import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { usePerson } from "./api/session";
import type { PageEntry } from "./lib/feature";
import { homeOf, paths } from "./lib/paths";
import { Redirect } from "./lib/redirect";
import { pages } from "./shell/features";
import { Guard } from "./shell/guard";
import { NotFound } from "./shell/not-found";
import { RouteProblem } from "./shell/route-problem";
import { Shell } from "./shell/shell";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Everything behind the sign-in. */
const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Shell });

const home = createRoute({ getParentRoute: () => inside, path: paths.home, component: Home });

function Home() {
  const { role } = usePerson();
  return <Redirect href={homeOf(role)} />;
}

function publicRoute({ path, load }: PageEntry) {
  const component = lazyRouteComponent(load, "Page");
  return createRoute({ getParentRoute: () => root, path, component });
}

function insideRoute({ path, roles, load }: PageEntry) {
  const Page = lazyRouteComponent(load, "Page");
  const component = () => (
    <Guard roles={roles}>
      <Page />
    </Guard>
  );
  return createRoute({ getParentRoute: () => inside, path, component });
}

const open = pages.filter(({ roles }) => roles === "public").map(publicRoute);
const closed = pages.filter(({ roles }) => roles !== "public").map(insideRoute);

export const router = createRouter({
  routeTree: root.addChildren([...open, inside.addChildren([home, ...closed])]),
  defaultPreload: "intent",
  defaultErrorComponent: RouteProblem,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});
