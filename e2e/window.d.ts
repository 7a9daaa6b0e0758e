/** What tests read of the page. */
interface Window {
  csiLabReport?: string;
  csiLabFailure?: string;
}
