/** A text as it is searched: lower case, without diacritics ("Lụa" is found by "lua"). */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
}
