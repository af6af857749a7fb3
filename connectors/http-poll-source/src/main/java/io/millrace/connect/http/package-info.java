// SPDX-License-Identifier: Apache-2.0
/** A source connector that polls paged JSON APIs over HTTP. */
@NullMarked
package io.millrace.connect.http;

import org.jspecify.annotations.NullMarked;
