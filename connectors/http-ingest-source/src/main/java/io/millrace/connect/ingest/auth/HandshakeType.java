// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;

/** The ways in which a sender asks, before it sends events, whether it may. */
enum HandshakeType implements ConfigChecks.Dashed {
    SLACK,
    WEBSUB,
    GRAPH,
    OKTA,
    CLOUDEVENTS
}
