// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;

/** How a sender proves who it is. */
enum AuthType implements ConfigChecks.Dashed {
    NONE,
    API_KEY
}
