sha256sum | cut -d ' ' -f 1
