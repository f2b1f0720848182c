console.log('started');
process.on('SIGTERM', () => {});
setTimeout(() => console.log('never'), 1e6);
