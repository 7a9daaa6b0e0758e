/**
 * A browser for the page: one that is installed, or one that the system's package manager can install.
 *
 * Nothing is downloaded where a browser is there. The environment variable LAB_BROWSER names another one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/usr/lib/chromium/chromium',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder): folder is string => Boolean(folder))
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/** Path of an installed Chromium, Chrome or Edge, or null. */
export function findBrowser(): string | null {
  const chosen = process.env.LAB_BROWSER;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`LAB_BROWSER names ${chosen}, which does not exist.`);
  }
  return PATHS[process.platform]?.find((path) => existsSync(path)) ?? null;
}

/** Switches under which Chromium's WebGPU runs without a GPU, and WebGL, which draws the pictures. */
const WITHOUT_GPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--use-vulkan=swiftshader',
];

/** True where the machine has a device node of a GPU; other systems than Linux always have one. */
export function hasGpu(): boolean {
  if (process.platform !== 'linux') return true;
  return ['/dev/nvidia0', '/dev/dri/renderD128', '/dev/dxg'].some((path) => existsSync(path));
}

/** Command line switches for a browser that nobody looks at. */
export function browserArguments(gpu = hasGpu()): string[] {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // Containers run as root, where Chromium's sandbox cannot work.
  const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const vulkan = process.platform === 'linux' ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan'] : [];
  return [...quiet, ...root, ...(gpu ? vulkan : WITHOUT_GPU)];
}

/** Runs a command of the system, showing what it says. */
function succeeds(command: string, args: string[]): boolean {
  return (
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  );
}

/** How packages are installed here: directly, through sudo without a password, or not at all. */
function aptPrefix(): string[] | null {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}

/** Installs Debian or Ubuntu packages. False where that is not possible here. */
export function aptInstall(...packages: string[]): boolean {
  const prefix = aptPrefix();
  if (!prefix) return false;
  const run = (...args: string[]) => {
    const [command, ...rest] = [...prefix, 'apt-get', '-q', ...args];
    return succeeds(command!, rest);
  };
  run('update'); // the lists may be stale or missing; whether that matters, the installation shows
  return run('install', '-y', '--no-install-recommends', ...packages);
}

/**
 * An installed browser, installed now where there was none.
 * @throws one sentence that says what to install.
 */
export async function needBrowser(): Promise<string> {
  const found = findBrowser();
  if (found) return found;
  console.error('No Chromium, Chrome or Edge was found; installing Chromium.');
  if (aptInstall('chromium')) {
    const installed = findBrowser();
    if (installed) return installed;
  }
  // Ubuntu's package is a snap, which containers cannot run; Playwright brings a Chromium of its own.
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (succeeds('npx', ['playwright', 'install', 'chromium']) && existsSync(chromium.executablePath()))
    return chromium.executablePath();
  throw new Error('No browser could be installed: install Chrome, Chromium or Edge, or name one by LAB_BROWSER.');
}
