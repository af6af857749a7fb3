// SPDX-License-Identifier: Apache-2.0
/** What one JSON value of an API becomes: key, value, timestamp, headers and topic of a record. */
@NullMarked
package io.millrace.connect.device.internal.shape;

import org.jspecify.annotations.NullMarked;
