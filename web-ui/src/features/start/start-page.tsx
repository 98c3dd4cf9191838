import { usePerson } from "../../api/session";
import { AdvertiserHome } from "./advertiser-home";
import { SupplierHome } from "./supplier-home";

/** The first screen of those who buy and of those who own stores. */
export function Page() {
  const { role, ownerId } = usePerson();
  if (ownerId === null) return null;
  return role === "SUPPLIER" ? (
    <SupplierHome ownerId={ownerId} />
  ) : (
    <AdvertiserHome ownerId={ownerId} />
  );
}
