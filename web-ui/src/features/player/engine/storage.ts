/**
 * What the device keeps: single values by name; by their counter plays that wait, their frames, and
 * frames that the appliance waits for.
 */
const STORES = ["kept", "plays", "frames", "uploads"] as const;
export type StoreName = (typeof STORES)[number];
export type Key = string | number;

/** Reads and changes of one transaction: all of them, or none. */
export type Change = {
  get<T>(store: StoreName, key: Key): Promise<T | undefined>;
  put(store: StoreName, key: Key, value: unknown): Promise<void>;
  remove(store: StoreName, key: Key): Promise<void>;
  clear(store: StoreName): Promise<void>;
  count(store: StoreName): Promise<number>;
  /** The first values, by rising key. */
  first<T>(store: StoreName, most: number): Promise<T[]>;
};

export type Database = { change<T>(work: (change: Change) => Promise<T>): Promise<T> };

const NAME = "vetrina-player";

/** Opens the browser's database; everything in it survives reloads and restarts. */
export async function openDatabase(): Promise<Database> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store);
  };
  const database = await answer(opening);
  return {
    async change(work) {
      const transaction = database.transaction([...STORES], "readwrite", { durability: "strict" });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("nothing was kept"));
      });
      try {
        const result = await work(changeOf(transaction));
        transaction.commit();
        await done;
        return result;
      } catch (error) {
        done.catch(() => {});
        abort(transaction);
        throw error;
      }
    },
  };
}

function changeOf(transaction: IDBTransaction): Change {
  const at = (store: StoreName) => transaction.objectStore(store);
  return {
    get: (store, key) => answer(at(store).get(key)),
    put: async (store, key, value) => void (await answer(at(store).put(value, key))),
    remove: (store, key) => answer(at(store).delete(key)),
    clear: (store) => answer(at(store).clear()),
    count: (store) => answer(at(store).count()),
    first: (store, most) => answer(at(store).getAll(null, most)),
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One that has ended by itself cannot be aborted, and need not be. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended.
  }
}

/** A single value that is kept under a name. */
export function kept<T>(database: Database, name: string) {
  return {
    read: () => database.change((change) => change.get<T>("kept", name)),
    write: (value: T) => database.change((change) => change.put("kept", name, value)),
  };
}
