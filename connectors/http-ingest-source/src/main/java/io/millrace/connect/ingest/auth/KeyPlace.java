// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;

/** Where a request may have its API key. */
enum KeyPlace implements ConfigChecks.Dashed {
    BEARER,
    BASIC,
    HEADER,
    QUERY,
    BODY
}
