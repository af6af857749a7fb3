// SPDX-License-Identifier: Apache-2.0
/**
 * What tests share: contract suites for sinks and transforms, captured change events, fakes of what a task is given. Never
 * shipped, except with the quickstart, which starts its servers. It knows Connect's API and no plugin.
 */
package io.millrace.testkit;
