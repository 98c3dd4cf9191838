import { useNavigate } from "@tanstack/react-router";
import { paths } from "../../lib/paths";
import type { Step } from "./rules";

/** Goes to a step of a draft; the browser's back button comes back. */
export function useGoTo() {
  const navigate = useNavigate();
  return (draft: string, step: Step) =>
    void navigate({ to: paths.newCampaign, search: { draft, step } as never });
}
