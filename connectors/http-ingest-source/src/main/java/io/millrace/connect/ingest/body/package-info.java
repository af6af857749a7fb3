// SPDX-License-Identifier: Apache-2.0
/** What requests hold: bodies of several APIs and content types become records, read as streams. */
@NullMarked
package io.millrace.connect.ingest.body;

import org.jspecify.annotations.NullMarked;
