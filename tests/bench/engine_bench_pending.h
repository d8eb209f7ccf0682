// What jobs cost that only wait, and for how long the event loop stands still over them.
#pragma once

namespace spool::bench {

/// Prints a line of JSON. False: something did not end as it should.
bool measure_pending(int jobs);

}  // namespace spool::bench
