import type { Schema } from "../../api/client";

/** The ten categories, in the order of the rules. */
export const CATEGORIES: readonly Schema<"Category">[] = [
  "FOOD_BEVERAGE",
  "ELECTRONICS",
  "FASHION_APPAREL",
  "HEALTH_BEAUTY",
  "HOME_GARDEN",
  "AUTOMOTIVE",
  "ENTERTAINMENT",
  "FINANCIAL_SERVICES",
  "TELECOM",
  "OTHER",
];

export const STORE_CATEGORIES: readonly Schema<"StoreCategory">[] = [
  "PREMIUM_MALL",
  "SHOPPING_MALL",
  "SUPERMARKET",
  "DEPARTMENT_STORE",
  "CONVENIENCE_STORE",
  "GAS_STATION",
  "RESTAURANT",
  "OTHER",
];
