import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { z } from "zod";
import { rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { OPERATOR } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Empty, Loaded, Loading } from "../../ui/states";
import { useUiTexts } from "../../ui/texts";
import { AssetCard } from "./asset-card";
import css from "./assets.module.css";
import { assetsQuery, SORTS, useAdvertisers } from "./queries";
import { useAssetTexts } from "./texts";
import { UploadDrawer } from "./upload-drawer";

const STATUSES = ["ALL", "PENDING", "APPROVED", "REJECTED", "EXPIRED"] as const;
const KINDS = ["ALL", "IMAGE", "VIDEO"] as const;

const ADDRESS = z.object({
  status: z.enum(STATUSES).catch("ALL"),
  kind: z.enum(KINDS).catch("ALL"),
  sort: z.enum(SORTS).catch("-created_at"),
  advertiser: z.string().catch(""),
  q: addressText,
});
type Address = z.infer<typeof ADDRESS>;

/** All pictures and films: what each looks like, whether it may play, who uses it. */
export function Page() {
  const t = useAssetTexts();
  const [address, change] = useAddress(ADDRESS);
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} actions={<UploadDrawer />} />
      <Filters address={address} change={change} />
      <Library address={address} />
    </>
  );
}

type FilterProps = { address: Address; change: (part: Partial<Address>) => void };

function Filters({ address, change }: FilterProps) {
  const t = useAssetTexts();
  const words = useWords();
  const seesAll = useHasRole(OPERATOR);
  return (
    <div className={css["filters"]}>
      <SegmentedControl
        value={address.status}
        onChange={(value) => change({ status: STATUSES.find((one) => one === value) ?? "ALL" })}
        data={STATUSES.map((value) => ({
          value,
          label: value === "ALL" ? t("all") : words("AssetStatus", value),
        }))}
      />
      <TextInput
        className={css["search"]}
        leftSection={<IconSearch size={16} />}
        aria-label={t("search")}
        placeholder={t("search")}
        value={address.q}
        onChange={({ currentTarget }) => change({ q: currentTarget.value })}
      />
      <Select
        className={css["choice"]}
        aria-label={t("kind")}
        allowDeselect={false}
        value={address.kind}
        data={KINDS.map((value) => ({
          value,
          label: value === "ALL" ? t("allKinds") : words("AssetKind", value),
        }))}
        onChange={(value) => change({ kind: KINDS.find((one) => one === value) ?? "ALL" })}
      />
      {seesAll && <Buyers address={address} change={change} />}
      <Select
        className={css["choice"]}
        aria-label={t("sort")}
        allowDeselect={false}
        value={address.sort}
        data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(value) => change({ sort: SORTS.find((one) => one === value) ?? "-created_at" })}
      />
    </div>
  );
}

function Buyers({ address, change }: FilterProps) {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const buyers = useAdvertisers();
  return (
    <Select
      className={css["choice"]}
      aria-label={t("advertiser")}
      placeholder={t("allBuyers")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": ui("close") }}
      value={address.advertiser === "" ? null : address.advertiser}
      data={buyers.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(value) => change({ advertiser: value ?? "" })}
    />
  );
}

const TYPING = 250;

function Library({ address }: { address: Address }) {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const [q] = useDebouncedValue(address.q, TYPING);
  const query = useInfiniteQuery(
    assetsQuery({
      status: address.status === "ALL" ? null : address.status,
      kind: address.kind === "ALL" ? null : address.kind,
      advertiser: address.advertiser === "" ? null : address.advertiser,
      sort: address.sort,
      q,
    }),
  );
  const isFiltered =
    address.status !== "ALL" || address.kind !== "ALL" || q !== "" || address.advertiser !== "";
  return (
    <Loaded
      query={query}
      loading={<Loading lines={8} />}
      isEmpty={(data) => rowsOf(data).length === 0}
      empty={
        <Empty title={isFiltered ? t("none") : t("first")}>
          {isFiltered ? t("noneText") : t("firstText")}
        </Empty>
      }
    >
      {(data) => (
        <>
          <ul className={css["grid"]} aria-label={t("title")}>
            {rowsOf(data).map((asset) => (
              <AssetCard key={asset.id} asset={asset} />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button
              variant="subtle"
              fullWidth
              mt="md"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {ui("more")}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}
