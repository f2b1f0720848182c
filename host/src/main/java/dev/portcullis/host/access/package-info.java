/** Who may come in: API keys, stored by hash only, and the principals they prove. */
@NullMarked
package dev.portcullis.host.access;

import org.jspecify.annotations.NullMarked;
