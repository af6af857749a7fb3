// SPDX-License-Identifier: Apache-2.0
/** An HTTP API on loopback that pages in every way, and misbehaves in every way, that sources have to live with. */
@NullMarked
package io.millrace.testkit.api;

import org.jspecify.annotations.NullMarked;
