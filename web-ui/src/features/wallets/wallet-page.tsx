import { usePathParam } from "../../lib/route";
import { useLiveWallets } from "./queries";
import { WalletBoard } from "./wallet-board";

/** The wallet of an advertiser or supplier. */
export function Page() {
  useLiveWallets();
  return <WalletBoard ownerId={usePathParam("ownerId")} />;
}
