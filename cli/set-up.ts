/** Makes a fresh machine ready for the tests: a browser, and a Vulkan driver for Node where there is no GPU. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { aptInstall, hasGpu, needBrowser } from './browser';

const DRIVERS = '/usr/share/vulkan/icd.d';
/** Mesa's CPU driver is refused by Dawn before this version. */
const OLDEST_MESA = 23;

/** Version of Mesa that the package lists offer. */
function offeredMesa(): number {
  const policy = spawnSync('apt-cache', ['policy', 'mesa-vulkan-drivers'], { encoding: 'utf8' }).stdout ?? '';
  return Number(/Candidate: (?:\d+:)?(\d+)/.exec(policy)?.[1] ?? 0);
}

/** Lavapipe is some eight times faster than the browser's SwiftShader, which also works where it cannot be had. */
function needDriver(): void {
  if (process.platform !== 'linux' || hasGpu()) return;
  if (existsSync(DRIVERS) && readdirSync(DRIVERS).some((file) => file.startsWith('lvp_icd'))) return;
  const packages = offeredMesa() >= OLDEST_MESA ? ['libvulkan1', 'mesa-vulkan-drivers'] : ['libvulkan1'];
  if (!aptInstall(...packages))
    console.error('No Vulkan driver could be installed; Node computes with the one of the browser, if it has one.');
}

try {
  console.error(`Browser: ${await needBrowser()}`);
  needDriver();
} catch (error) {
  console.error(`set-up: ${(error as Error).message}`);
  process.exitCode = 1;
}
