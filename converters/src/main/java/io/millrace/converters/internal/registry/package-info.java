// SPDX-License-Identifier: Apache-2.0
/** The client of a schema registry: requests, credentials, patience, and what its answers mean. No promise to anyone. */
package io.millrace.converters.internal.registry;
