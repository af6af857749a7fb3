// SPDX-License-Identifier: Apache-2.0
/** {@code ./millrace bench http-poll}. */
@NullMarked
package io.millrace.bench.http;

import org.jspecify.annotations.NullMarked;
