import './vulkan';

console.error('lab: say what to do, for example "lab demo"');
process.exitCode = 1;
