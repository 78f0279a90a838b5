// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/downsample.h"

#include <algorithm>

namespace streamscape::base {

namespace {

// The samples of one pixel: the least and the most, whichever came first first.
void reduce(std::span<const Sample> pixel, std::vector<Sample>& into) {
    const Sample* least = nullptr;
    const Sample* most = nullptr;
    for (const Sample& sample : pixel) {
        if (!sample.value)
            continue;
        if (!least || *sample.value < *least->value)
            least = &sample;
        if (!most || *sample.value > *most->value)
            most = &sample;
    }
    if (!least) {
        into.push_back(pixel.front());
        return;
    }
    if (most < least)
        std::swap(most, least);
    into.push_back(*least);
    if (most != least)
        into.push_back(*most);
}

} // namespace

std::vector<Sample> downsample(std::span<const Sample> samples, Time from, Time to, int pixels) {
    const auto before = [](const Sample& sample, Time time) { return sample.time < time; };
    const auto after = [](Time time, const Sample& sample) { return time < sample.time; };
    auto begin = std::lower_bound(samples.begin(), samples.end(), from, before);
    auto end = std::upper_bound(begin, samples.end(), to, after);
    std::vector<Sample> kept;
    if (begin != samples.begin())
        kept.push_back(*(begin - 1));
    const auto width = static_cast<std::ptrdiff_t>(std::max(pixels, 1));
    if (end - begin <= 2 * width) {
        kept.insert(kept.end(), begin, end);
    } else {
        kept.reserve(static_cast<std::size_t>(2 * width) + 2);
        const auto span = std::max<std::int64_t>((to - from).count(), 1);
        const auto pixelOf = [&](const Sample& sample) {
            return (sample.time - from).count() * width / span;
        };
        for (auto first = begin; first != end;) {
            const auto pixel = pixelOf(*first);
            const auto last =
                std::find_if(first, end, [&](const Sample& sample) { return pixelOf(sample) != pixel; });
            reduce({first, last}, kept);
            first = last;
        }
    }
    if (end != samples.end())
        kept.push_back(*end);
    return kept;
}

} // namespace streamscape::base
