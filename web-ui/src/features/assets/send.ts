import { ME_KEY, type Me, readBody } from "../../api/client";
import { offline, readProblem } from "../../api/problem";
import { queryClient } from "../../api/query";
import { currentLanguage } from "../../lib/texts";
import type { Asset } from "./queries";

/** Sends a form with a file; `fetch` cannot tell how far an upload is, the older way can. */
export function sendAsset(form: FormData, onProgress: (share: number) => void): Promise<Asset> {
  const request = new XMLHttpRequest();
  request.open("POST", "/api/v1/assets");
  request.setRequestHeader("accept-language", currentLanguage());
  const csrf = queryClient.getQueryData<Me | null>(ME_KEY)?.csrf;
  if (csrf) request.setRequestHeader("x-csrf-token", csrf);
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    request.onerror = () => reject(offline());
    request.onload = () => {
      const answer = bodyOf(request.responseText);
      if (request.status === 201) return resolve(answer as Asset);
      if (request.status === 401) queryClient.setQueryData(ME_KEY, null);
      reject(readProblem(request.status, answer));
    };
    request.send(form);
  });
}

function bodyOf(text: string): unknown {
  try {
    return readBody(text);
  } catch {
    return undefined;
  }
}
