// SPDX-License-Identifier: Apache-2.0
/** The live page of {@code ./millrace up}: a server on loopback, what it tells a browser, and the page itself. */
@NullMarked
package io.millrace.quickstart.page;

import org.jspecify.annotations.NullMarked;
