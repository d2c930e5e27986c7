export { renderVendored } from './render';
export { vendor, type Vendored, type VendorOptions, type Wanted } from './vendor';
