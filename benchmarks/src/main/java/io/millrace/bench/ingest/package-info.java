// SPDX-License-Identifier: Apache-2.0
/** {@code ./millrace bench http-ingest}. */
@NullMarked
package io.millrace.bench.ingest;

import org.jspecify.annotations.NullMarked;
