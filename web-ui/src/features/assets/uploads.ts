import { useRef, useState } from "react";
import { Problem } from "../../api/problem";
import { checksOf, type FileFacts, isHopeless } from "./checks";
import { hashOf, probe } from "./probe";
import type { Asset } from "./queries";
import { sendAsset } from "./send";

/** A file on its way in. */
export type Upload = {
  key: string;
  file: File;
  name: string;
  /** Where its picture lies until the appliance has it. */
  preview: string;
  /** What the browser saw; null while it looks. */
  facts: FileFacts | null;
  /** Computed here; null while that lasts, or where it cannot be. */
  hash: string | null;
  state: "waiting" | "sending" | "done" | "refused";
  /** How far it is, 0 to 1. */
  share: number;
  asset: Asset | null;
  problem: string | null;
};

export function isReady({ state, facts }: Upload): boolean {
  const isOpen = state === "waiting" || state === "refused";
  return isOpen && facts !== null && !isHopeless(checksOf(facts));
}

/** The files of the drawer, with what is done to them. */
export function useUploads() {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const count = useRef(0);
  const patch = (key: string, part: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = (files: readonly File[]) => {
    for (const file of files) {
      count.current += 1;
      const key = String(count.current);
      setUploads((all) => [...all, begin(key, file)]);
      void probe(file).then((facts) => patch(key, { facts }));
      void hashOf(file.arrayBuffer()).then((hash) => patch(key, { hash }));
    }
  };
  const drop = (key: string) =>
    setUploads((all) => {
      const gone = all.find((one) => one.key === key);
      if (gone) URL.revokeObjectURL(gone.preview);
      return all.filter((one) => one.key !== key);
    });
  const rename = (key: string, name: string) => patch(key, { name });
  const send = async (upload: Upload, owner: string, licenceEnd: string | null) => {
    const { key } = upload;
    patch(key, { state: "sending", share: 0, problem: null });
    try {
      const form = formOf(upload, owner, licenceEnd);
      const asset = await sendAsset(form, (share) => patch(key, { share }));
      patch(key, { state: "done", share: 1, asset });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const said = problem.fields.map(({ message }) => message).join(" ");
      patch(key, { state: "refused", problem: said === "" ? problem.message : said });
    }
  };
  return { uploads, add, drop, rename, send };
}

function begin(key: string, file: File): Upload {
  return {
    key,
    file,
    name: file.name,
    preview: URL.createObjectURL(file),
    facts: null,
    hash: null,
    state: "waiting",
    share: 0,
    asset: null,
    problem: null,
  };
}

function formOf({ file, name }: Upload, owner: string, licenceEnd: string | null): FormData {
  const form = new FormData();
  form.set("advertiser_id", owner);
  if (name.trim() !== "") form.set("name", name.trim());
  if (licenceEnd !== null) form.set("license_expires_at", licenceEnd);
  form.set("file", file);
  return form;
}
