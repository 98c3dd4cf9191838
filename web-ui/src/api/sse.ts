/** One message of a server's stream; `comment` for the lines that only keep it open. */
export type StreamMessage = { event: string; data: string; id: string | null };

/** Cuts a stream of text into messages; what is not complete waits for the rest. */
export class StreamReader {
  #rest = "";

  push(text: string): StreamMessage[] {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    return blocks.map(readBlock);
  }
}

function readBlock(block: string): StreamMessage {
  const message: StreamMessage = { event: "message", data: "", id: null };
  let isEmpty = true;
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0 || line === "") continue;
    isEmpty = false;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") message.event = value;
    else if (name === "data") message.data += message.data === "" ? value : `\n${value}`;
    else if (name === "id") message.id = value;
  }
  return isEmpty ? { ...message, event: "comment" } : message;
}
