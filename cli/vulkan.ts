/**
 * Gives Node a WebGPU: Dawn from the `webgpu` package, on whatever Vulkan driver the machine has.
 *
 * A GPU's driver is found by the Vulkan loader itself. Where there is none, the CPU rasterisers are tried one after
 * the other: Mesa's lavapipe, then Chromium's SwiftShader (slower). A driver is only known to be good enough when Dawn
 * makes an adapter of it: Debian 12's own lavapipe, for one, is refused.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawsOnCpu } from '../models/engine/adapter-kind';
import { pollPatiently } from './patient-polling';

const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const SWIFTSHADER = [
  '/usr/lib/chromium/libvk_swiftshader.so',
  '/usr/lib/chromium-browser/libvk_swiftshader.so',
  '/opt/google/chrome/libvk_swiftshader.so',
];
const GPU_DEVICES = ['/dev/nvidia0', '/dev/dri/renderD128', '/dev/dxg'];

interface Dawn {
  create(flags: string[]): GPU;
  globals: Record<string, unknown>;
}

/** Driver files to try in turn; null leaves the choice to the Vulkan loader. */
function* drivers(): Generator<string | null> {
  const chosen = process.platform !== 'linux' || process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;
  if (chosen || GPU_DEVICES.some((path) => existsSync(path))) yield null;
  if (chosen) return;
  for (const folder of ICD_FOLDERS) {
    const lavapipe = existsSync(folder) && readdirSync(folder).find((file) => /^lvp_icd.*\.json$/.test(file));
    if (lavapipe) yield join(folder, lavapipe);
  }
  const library = SWIFTSHADER.find((path) => existsSync(path));
  if (!library) return;
  const folder = mkdtempSync(join(tmpdir(), 'csi-lab-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'swiftshader_icd.json');
  const icd = { file_format_version: '1.0.0', ICD: { library_path: library, api_version: '1.3.0' } };
  writeFileSync(file, JSON.stringify(icd));
  yield file;
}

/**
 * Installs `navigator.gpu` and WebGPU's globals. Must run before TF.js' WebGPU backend is imported.
 * @throws where the `webgpu` package is not installed for this platform, or no driver will do, with what to do.
 */
export async function installWebGpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  let dawn: Dawn;
  try {
    dawn = createRequire(import.meta.url)('webgpu');
  } catch {
    throw new Error(
      `WebGPU for Node is not installed for ${process.platform}-${process.arch}: run "npm install webgpu".`,
    );
  }
  Object.assign(globalThis, dawn.globals);
  for (const driver of drivers()) {
    if (driver) process.env.VK_DRIVER_FILES = driver;
    const gpu = dawn.create(['enable-dawn-features=allow_unsafe_apis']);
    const adapter = await gpu.requestAdapter();
    if (!adapter) continue;
    if (drawsOnCpu(adapter.info)) pollPatiently();
    Object.defineProperty(globalThis, 'navigator', {
      value: { gpu, userAgent: 'node', platform: process.platform },
      configurable: true,
    });
    Object.assign(globalThis, { self: globalThis });
    return;
  }
  throw new Error(
    "No graphics driver for WebGPU was found: install the GPU's Vulkan driver or, to compute on the CPU, Mesa's (on Debian and Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers).",
  );
}

await installWebGpu();
