// SPDX-License-Identifier: Apache-2.0
/** Pages of records, read as streams: JSON, lines of JSON, CSV. */
@NullMarked
package io.millrace.connect.device.internal.page;

import org.jspecify.annotations.NullMarked;
