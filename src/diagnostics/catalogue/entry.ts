/** What is told about a code apart from any one place where it was found. */
export interface CatalogueEntry {
  readonly title: string;
  /** Why this is a problem, in a few sentences. */
  readonly explanation: string;
  readonly todo: string;
}
