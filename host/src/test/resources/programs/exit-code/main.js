console.log('giving up');
console.error('cannot go on');
process.exit(42);
