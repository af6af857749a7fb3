// SPDX-License-Identifier: Apache-2.0
/** What of a request those see who check and read it. */
@NullMarked
package io.millrace.connect.ingest.request;

import org.jspecify.annotations.NullMarked;
