for (const word of ['Grüße', 'Ελλάδα', '日本語', 'العربية', '🦀🐍', 'e\u0301', '\u200b|']) {
  console.log(Buffer.byteLength(word), word);
}
console.error('żółw');
