import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** Goes to an address of this interface, query and all, once; the place left is not kept. */
export function Redirect({ href }: { href: string }) {
  const { history } = useRouter();
  useEffect(() => history.replace(href), [history, href]);
  return null;
}
