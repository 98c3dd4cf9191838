import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { paths } from "../../../lib/paths";
import { PageTitle } from "../../../ui/page-title";
import css from "../places.module.css";
import { StoreForm } from "./form";
import { useAddStore } from "./queries";
import { useStorePageTexts } from "./texts";

/** Adds a store. */
export function Page() {
  const t = useStorePageTexts();
  const navigate = useNavigate();
  const add = useAddStore();
  return (
    <div className={css["narrow"]}>
      <PageTitle title={t("addTitle")} subtitle={t("addText")} />
      <StoreForm
        store={null}
        problem={add.error}
        isPending={add.isPending}
        onSend={(given) =>
          add.mutate(given, {
            onSuccess: ({ id, name }) => {
              notifications.show({ message: t("addedNote", { name }), color: "shop" });
              void navigate({ to: paths.store(id) });
            },
          })
        }
      />
    </div>
  );
}
