// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a device, field by field as the API serves it.
 *
 * @param occurredAt when it happened, by the API's clock; the device's own clock is in {@code properties}
 * @param receivedAt when the API first received it; a repeated upload keeps it
 * @param properties JSON text, exactly as served
 */
public record DeviceEvent(
        String eventId,
        String deviceId,
        @Nullable String userId,
        @Nullable String sessionId,
        @Nullable Long sequence,
        String type,
        Instant occurredAt,
        Instant receivedAt,
        @Nullable String platform,
        @Nullable String appVersion,
        @Nullable String locale,
        @Nullable String properties) {}
