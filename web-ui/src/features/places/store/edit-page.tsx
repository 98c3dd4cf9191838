import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Store } from "../../../api/catalog";
import { paths } from "../../../lib/paths";
import { usePathParam } from "../../../lib/route";
import { PageTitle } from "../../../ui/page-title";
import { Loaded } from "../../../ui/states";
import css from "../places.module.css";
import { StoreForm } from "./form";
import { storeQuery, useChangeStore } from "./queries";
import { useStorePageTexts } from "./texts";

/** Changes a store; category, visitors and status count from now on. */
export function Page() {
  const store = useQuery(storeQuery(usePathParam("id")));
  return <Loaded query={store}>{(found) => <Edit store={found} />}</Loaded>;
}

function Edit({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const navigate = useNavigate();
  const change = useChangeStore(store.id);
  return (
    <div className={css["narrow"]}>
      <PageTitle title={t("editTitle", { name: store.name })} subtitle={t("editText")} />
      <StoreForm
        store={store}
        problem={change.error}
        isPending={change.isPending}
        onSend={({ supplier_id: _, ...given }) =>
          change.mutate(given, {
            onSuccess: () => {
              notifications.show({ message: t("saved"), color: "shop" });
              void navigate({ to: paths.store(store.id) });
            },
          })
        }
      />
    </div>
  );
}
