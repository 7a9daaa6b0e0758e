/**
 * Gives Node a WebGPU: Dawn from the `webgpu` package, on whatever Vulkan driver the machine has.
 *
 * A GPU's driver is found by the Vulkan loader itself. Where there is none, Mesa's lavapipe is named, or else
 * Chromium's SwiftShader; both rasterise on the CPU.
 */
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const SWIFTSHADER = ['/usr/lib/chromium/libvk_swiftshader.so', '/opt/google/chrome/libvk_swiftshader.so'];

/** Chooses a CPU driver where nothing else was chosen and no GPU device is there. */
function chooseDriver(): void {
  if (process.platform !== 'linux' || process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES) return;
  if (existsSync('/dev/nvidia0') || existsSync('/dev/dri/renderD128')) return;
  for (const folder of ICD_FOLDERS) {
    const lavapipe = existsSync(folder) && readdirSync(folder).find((file) => /^lvp_icd.*\.json$/.test(file));
    if (lavapipe) {
      process.env.VK_DRIVER_FILES = join(folder, lavapipe);
      return;
    }
  }
  const library = SWIFTSHADER.find((path) => existsSync(path));
  if (!library) return;
  const file = join(mkdtempSync(join(tmpdir(), 'csi-lab-')), 'swiftshader_icd.json');
  const icd = { file_format_version: '1.0.0', ICD: { library_path: library, api_version: '1.3.0' } };
  writeFileSync(file, JSON.stringify(icd));
  process.env.VK_DRIVER_FILES = file;
}

/**
 * Installs `navigator.gpu` and WebGPU's globals. Must run before TF.js' WebGPU backend is imported.
 * @throws where the `webgpu` package is not installed for this platform, with what to do.
 */
export function installWebGpu(): void {
  if (globalThis.navigator?.gpu) return;
  chooseDriver();
  let dawn: { create(flags: string[]): GPU; globals: Record<string, unknown> };
  try {
    dawn = createRequire(import.meta.url)('webgpu');
  } catch {
    throw new Error(
      `WebGPU for Node is not installed for ${process.platform}-${process.arch}: run "npm install webgpu".`,
    );
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create(['enable-dawn-features=allow_unsafe_apis']);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'node', platform: process.platform },
    configurable: true,
  });
  Object.assign(globalThis, { self: globalThis });
}

installWebGpu();
