// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/column.h"

#include "models/samples/bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace streamscape::samples {

namespace {

enum Shape : std::uint8_t { Constant = 0, Packed = 1, Spelt = 2 };
constexpr std::uint8_t shapeBits = 3;
constexpr std::uint8_t someAbsent = 4;

tl::unexpected<base::Error> damaged(const char* how) {
    return base::fail(base::ErrorKind::Storage, "A stored column of samples is damaged", {}, {}, how);
}

void putPresence(std::string& out, std::span<const Value> values) {
    bool present = true;
    for (std::size_t at = 0; at < values.size(); present = !present) {
        std::size_t end = at;
        while (end < values.size() && values[end].has_value() == present)
            ++end;
        putVarint(out, end - at);
        at = end;
    }
}

void putBits(std::string& out, std::span<const std::uint64_t> numbers, unsigned width) {
    std::uint64_t held = 0; // bits not yet written, the next one lowest
    unsigned count = 0;
    for (const std::uint64_t number : numbers) {
        for (unsigned done = 0; done < width;) {
            const unsigned take = std::min(width - done, 8 - count);
            held |= ((number >> done) & ((1U << take) - 1U)) << count;
            count += take;
            done += take;
            if (count == 8) {
                out.push_back(static_cast<char>(held));
                held = 0;
                count = 0;
            }
        }
    }
    if (count > 0)
        out.push_back(static_cast<char>(held));
}

std::uint64_t bitsAt(std::string_view bytes, std::size_t position, unsigned width) {
    const std::size_t first = position / 8;
    const auto from = static_cast<unsigned>(position % 8);
    if constexpr (std::endian::native == std::endian::little) {
        if (from + width <= 64 && width > 0 && first + 8 <= bytes.size()) { // all in one load
            std::uint64_t window = 0;
            std::memcpy(&window, bytes.data() + first, sizeof window);
            return window >> from & (~std::uint64_t{0} >> (64 - width));
        }
    }
    std::uint64_t number = 0;
    for (unsigned done = 0; done < width;) {
        const std::size_t at = position + done;
        const auto byte = static_cast<std::uint8_t>(bytes[at / 8]);
        const unsigned take = std::min(width - done, 8 - static_cast<unsigned>(at % 8));
        number |= (std::uint64_t{byte} >> at % 8 & ((1U << take) - 1U)) << done;
        done += take;
    }
    return number;
}

std::string pack(std::span<const std::int64_t> steps) {
    const std::int64_t least = *std::min_element(steps.begin(), steps.end());
    std::vector<std::uint64_t> above;
    above.reserve(steps.size());
    std::uint64_t all = 0;
    for (const std::int64_t step : steps) {
        above.push_back(static_cast<std::uint64_t>(difference(least, step)));
        all |= above.back();
    }
    const auto width = static_cast<unsigned>(std::bit_width(all));
    std::string out;
    putVarint(out, zigzag(least));
    out.push_back(static_cast<char>(width));
    putBits(out, above, width);
    return out;
}

std::string spell(std::span<const std::int64_t> steps) {
    std::string out;
    for (std::size_t at = 0; at < steps.size();) {
        putVarint(out, zigzag(steps[at]));
        if (steps[at++] != 0)
            continue;
        const std::size_t from = at;
        while (at < steps.size() && steps[at] == 0)
            ++at;
        putVarint(out, at - from);
    }
    return out;
}

/// Hands out the steps of a column one after another; zeros, once it is damaged.
class Steps final {
public:
    Steps(ByteReader& in, std::uint8_t shape, std::size_t count)
        : m_in(in)
        , m_shape(shape)
        , m_left(count) {
        if (shape == Packed)
            openPacked();
        m_damaged = m_damaged || shape > Spelt;
    }

    std::int64_t next() {
        --m_left;
        if (m_shape == Packed) {
            const std::uint64_t above = m_damaged ? 0 : bitsAt(m_bits, m_position, m_width);
            m_position += m_width;
            return moved(m_least, static_cast<std::int64_t>(above));
        }
        return m_shape == Spelt ? nextSpelt() : 0;
    }
    bool isDamaged() const { return m_damaged; }

private:
    void openPacked() {
        const std::optional<std::uint64_t> least = m_in.varint();
        const std::optional<std::uint8_t> width = m_in.byte();
        const auto bits = width && *width <= 64 ? m_in.bytes((m_left * *width + 7) / 8) : std::nullopt;
        m_damaged = !least || !bits;
        if (m_damaged)
            return;
        m_least = unzigzag(*least);
        m_width = *width;
        m_bits = *bits;
    }
    std::int64_t nextSpelt() {
        if (m_still > 0) {
            --m_still;
            return 0;
        }
        const std::optional<std::uint64_t> step = m_in.varint();
        if (step && *step != 0)
            return unzigzag(*step);
        const std::optional<std::uint64_t> more = step ? m_in.varint() : std::nullopt;
        m_damaged = m_damaged || !more || *more > m_left;
        m_still = m_damaged ? 0 : *more;
        return 0;
    }

    ByteReader& m_in;
    std::uint8_t m_shape;
    std::size_t m_left;
    bool m_damaged = false;
    std::int64_t m_least = 0; // packed
    unsigned m_width = 0;
    std::string_view m_bits;
    std::size_t m_position = 0;
    std::uint64_t m_still = 0; // spelt: steps of nothing still to come
};

/// Run lengths, present ones first; nullopt where they do not make up the column.
std::optional<std::vector<std::size_t>> takeRuns(ByteReader& in, std::size_t count) {
    std::vector<std::size_t> runs;
    for (std::size_t left = count; left > 0;) {
        const std::optional<std::uint64_t> run = in.varint();
        if (!run || *run > left || (*run == 0 && !runs.empty()))
            return std::nullopt;
        runs.push_back(*run);
        left -= *run;
    }
    return runs;
}

} // namespace

std::string encodeColumn(std::span<const Value> values) {
    std::optional<std::int64_t> first;
    std::int64_t last = 0;
    std::vector<std::int64_t> steps;
    steps.reserve(values.size());
    bool absent = false;
    bool constant = true;
    for (const Value& value : values) {
        if (!value) {
            absent = true;
            continue;
        }
        if (first)
            steps.push_back(difference(last, *value));
        else
            first = value;
        last = *value;
        constant = constant && last == *first;
    }

    Shape shape = Constant;
    std::string body;
    if (!constant) {
        shape = Packed;
        body = pack(steps);
        if (std::string spelt = spell(steps); spelt.size() < body.size()) {
            shape = Spelt;
            body = std::move(spelt);
        }
    }
    std::string out(1, static_cast<char>(shape | (absent ? someAbsent : 0)));
    if (absent)
        putPresence(out, values);
    if (first)
        putVarint(out, zigzag(*first));
    return out + body;
}

base::Result<Column> decodeColumn(std::string_view bytes, std::size_t count) {
    if (count > mostPoints)
        return damaged("too long");
    ByteReader in(bytes);
    const std::uint8_t head = in.byte().value_or(0xff);
    if ((head & ~unsigned{shapeBits | someAbsent}) != 0)
        return damaged("its first byte");
    auto runs = (head & someAbsent) != 0 ? takeRuns(in, count) : std::vector<std::size_t>{count};
    if (!runs)
        return damaged("which are absent");
    std::size_t present = 0;
    for (std::size_t run = 0; run < runs->size(); run += 2)
        present += (*runs)[run];

    Column values(count);
    if (present > 0) {
        const std::optional<std::uint64_t> first = in.varint();
        Steps steps(in, head & shapeBits, present - 1);
        std::int64_t value = unzigzag(first.value_or(0));
        bool isFirst = true;
        std::size_t at = 0;
        for (std::size_t run = 0; run < runs->size(); ++run) {
            const std::size_t end = at + (*runs)[run];
            for (; run % 2 == 0 && at < end; ++at) {
                value = isFirst ? value : moved(value, steps.next());
                isFirst = false;
                values[at] = value;
            }
            at = end;
        }
        if (!first || steps.isDamaged())
            return damaged("its values");
    }
    if (!in.isEmpty())
        return damaged("bytes behind its end");
    return values;
}

} // namespace streamscape::samples
