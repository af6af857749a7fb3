// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.shape.RecordShape;
import org.jspecify.annotations.Nullable;

/**
 * How what a feed asks for is read.
 *
 * @param windows null if time is not read window by window
 */
record Reading(
        RecordShape shape,
        RecordCollector collector,
        @Nullable Windows windows) {}
